/** From the flow of a packet to what the datapath does with it: `xlate_actions`. */
import { TranslationContext, type TranslationInput, type TranslationResult } from './context.js';

/** Translates a flow. Nothing changes; what should is in the result's effects. */
export function translate(input: TranslationInput): TranslationResult {
  const context = new TranslationContext(input);
  const { actions, wildcards, slow, effects, recirculations, flow } = context;
  return { actions, wildcards, slow, effects, recirculations, flow };
}
