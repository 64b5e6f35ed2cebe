// The sessions that this browser leads, with their secrets.
import { keep, kept } from "./lib/kept.js";
import { fetchJson } from "./lib/program.js";

const GROUPS = "fireduty-groups";
export const asked = (path, { secret, ...options } = {}) =>
  fetchJson(path, secret ? { ...options, headers: { "X-Fireduty-Host": secret } } : options);

export function groups() {
  const all = Object.entries(kept(GROUPS, {}));
  return Object.fromEntries(all.filter(([, group]) => group?.expires * 1000 > Date.now()));
}

export function remember(code, group) {
  const all = groups();
  if (group) all[code] = group;
  else delete all[code];
  return keep(GROUPS, all);
}
