import type { Mutation } from './mutation.ts';
import { answerMutation } from './mutations/answer.ts';
import { callMutation } from './mutations/calls.ts';
import { extraCallMutation } from './mutations/extra-calls.ts';
import { orderMutation } from './mutations/order.ts';
import { stateMutation } from './mutations/state.ts';
import { valueMutation } from './mutations/values.ts';

/** The faults that `check` puts into right answers. Those that survive are told in this order. */
export const MUTATIONS: readonly Mutation[] = [
  callMutation,
  valueMutation,
  extraCallMutation,
  orderMutation,
  stateMutation,
  answerMutation,
];
