"""Writes the TF-IDF baseline of the first hundred rows; what scikit-learn answers to the others."""

import json
import sys
from pathlib import Path

from sklearn.linear_model import LogisticRegression

from trainer.rows import read_rows
from trainer.tfidf import C, create_vectorizer, write_tfidf

given = json.loads(sys.argv[1])
rows = read_rows(Path(given["rows"]), given["labels"])
train, test = rows[:100], rows[100:]
write_tfidf(train, given["labels"], Path(given["model"]))
vectorizer = create_vectorizer(len(train))
features = vectorizer.fit_transform([row.text for row in train])
regression = LogisticRegression(C=C, max_iter=1000).fit(features, [row.output for row in train])
print(json.dumps(list(regression.predict(vectorizer.transform([row.text for row in test])))))
