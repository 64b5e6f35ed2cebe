import assert from "node:assert/strict";
import { test } from "node:test";

import { forget, keep, kept } from "../../ui/assets/scripts/lib/kept.js";

class Storage {
  constructor(full = false) {
    this.full = full;
    this.values = new Map();
  }
  getItem(key) {
    return this.values.get(key) ?? null;
  }
  setItem(key, value) {
    if (this.full) throw new Error("full");
    this.values.set(key, value);
  }
  removeItem(key) {
    this.values.delete(key);
  }
}

test("what was kept comes back", () => {
  const storage = new Storage();
  for (const value of [["消防法", "细则"], { at: 3 }, "第一行\n第二行"]) {
    assert.equal(keep("k", value, storage), true);
    assert.deepEqual(kept("k", Array.isArray(value) ? [] : typeof value === "string" ? "" : {}, storage), value);
  }
  forget("k", storage);
  assert.equal(kept("k", "nothing", storage), "nothing");
});

test("of another kind, broken or null: as if nothing was kept", () => {
  const storage = new Storage();
  for (const stored of ["{}", "3", "null", "[", '"x"']) {
    storage.setItem("k", stored);
    assert.deepEqual(kept("k", [], storage), []);
  }
  storage.setItem("k", "[]");
  assert.deepEqual(kept("k", {}, storage), {});
});

test("full or off: told, nothing thrown", () => {
  assert.equal(keep("k", [1], new Storage(true)), false);
  const off = { getItem() { throw new Error("off"); }, removeItem() { throw new Error("off"); } };
  assert.deepEqual(kept("k", [], off), []);
  forget("k", off);
});
