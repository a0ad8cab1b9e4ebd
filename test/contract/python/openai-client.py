"""What OpenAI's own client for Python gets from a bundle's server, as JSON."""

import json
import sys

from openai import AuthenticationError, BadRequestError, OpenAI


def main(url: str, key: str, model: str, message: str) -> dict[str, object]:
    client = OpenAI(base_url=f"{url}/v1", api_key=key, max_retries=0)
    question = {"model": model, "messages": [{"role": "user", "content": message}]}
    whole = client.chat.completions.create(**question)
    chunks = list(
        client.chat.completions.create(**question, stream=True, stream_options={"include_usage": True})
    )
    return {
        "models": [one.id for one in client.models.list()],
        "whole": whole.choices[0].message.content,
        "reason": whole.choices[0].finish_reason,
        "tokens": whole.usage.total_tokens,
        "streamed": "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices),
        "streamedTokens": chunks[-1].usage.total_tokens,
        "refused": [
            refusal(lambda: client.with_options(api_key="another").models.list()),
            refusal(lambda: client.chat.completions.create(**question, n=2)),
        ],
    }


def refusal(ask: object) -> list[object]:
    try:
        ask()
    except (AuthenticationError, BadRequestError) as error:
        return [type(error).__name__, error.status_code, error.code]
    return []


if __name__ == "__main__":
    print(json.dumps(main(**json.loads(sys.argv[1]))))
