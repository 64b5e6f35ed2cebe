// The box where a question is typed.
import { type } from "./lib/dom.js";

export const box = () => document.querySelector("#question textarea");

export function edit(question) {
  type(box(), question);
  box().focus();
}
