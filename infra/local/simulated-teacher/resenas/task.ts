import { expand, type Grammar } from '../grammar.ts';
import type { SimulatedTask } from '../simulated-task.ts';

const LABELS = ['positiva', 'negativa', 'neutra'] as const;
type Label = (typeof LABELS)[number];

const WORDS: Grammar = {
  plato: ['La paella', 'La sopa', 'El pescado', 'La tortilla', 'El postre', 'La ensalada', 'El arroz', 'La carne'],
  dia: ['el lunes', 'el martes', 'el viernes', 'el sábado', 'anoche', 'ayer', 'en agosto', 'a mediodía'],
  hora: ['a las {#12-15}:{#10-59}', 'a las {#20-23}:{#10-59}', 'tras {#5-40} minutos de cola', 'mesa {#1-60}'],
  gente: ['con mis padres', 'con amigos', 'en pareja', 'con los niños', 'con el equipo', 'los dos solos'],
};

/** What opinions say, as the script writes them. */
const SAID: Readonly<Record<Label, readonly string[]>> = {
  positiva: [
    '{plato} estaba deliciosa, volveremos {gente}.',
    'Fuimos {dia} {gente} y nos encantó todo.',
    'El servicio fue muy amable {dia}. {plato}, estupenda.',
    'Excelente sitio, {gente} lo pasamos muy bien {dia}.',
  ],
  negativa: [
    '{plato} llegó fría {dia} y nadie se disculpó.',
    'Esperamos {#30-90} minutos {dia}, no vuelvo.',
    'Carísimo para lo que es: {plato} no sabía a nada.',
    'Fuimos {dia} {gente} y el trato fue pésimo.',
  ],
  neutra: [
    'Comimos el menú {dia} {gente}.',
    'Reservamos mesa para {#2-9} {dia}.',
    '{plato} viene con pan y bebida {dia}.',
    'Está cerca de la estación, abre {dia}.',
  ],
};

/** A customer's opinion of a restaurant, in Spanish; the prompt of `examples/resenas`. */
export const RESENAS: SimulatedTask = {
  marks: ['restaurante', ...LABELS],
  labels: LABELS,
  topics: ['paella', 'sopas', 'postres', 'servicio', 'precio', 'reservas', 'terraza', 'menú del día'],
  reading: {
    language: 'es',
    instruction: 'Clasifica la opinión de un cliente sobre un restaurante como positiva, negativa o neutra.',
    instructionEnglish:
      "Classify a customer's opinion of a restaurant as positive (positiva), negative (negativa) or neutral (neutra).",
    demonstrations: [
      { inputs: ['La paella estaba deliciosa y el camarero fue muy amable.'], output: 'positiva' },
      { inputs: ['Esperamos una hora y la sopa llegó fría.'], output: 'negativa' },
      { inputs: ['Comimos el menú del día y nos fuimos.'], output: 'neutra' },
    ],
  },
  write: (dice, wish) => {
    const label = LABELS.find((one) => one === wish) ?? dice.pick(LABELS);
    const opinion = expand(dice.pick(SAID[label]), WORDS, dice);
    return dice.chance(0.8) ? `${opinion} (${expand('{hora}', WORDS, dice)})` : opinion;
  },
  understand: (input) => {
    if (/fría|esperamos|carísimo|pésimo|no vuelvo/i.test(input)) return 'negativa';
    return /delicios|encantó|amable|estupend|excelente|muy bien/i.test(input) ? 'positiva' : 'neutra';
  },
  mistake: (right, dice) => dice.pick(LABELS.filter((label) => label !== right)),
};
