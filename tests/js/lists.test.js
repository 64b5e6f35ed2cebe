import assert from "node:assert/strict";
import { test } from "node:test";

import { cleared, done, fill, find, people, put, rename, told, without } from "../../ui/assets/scripts/lib/lists.js";

const list = (id, query, rows = {}) => ({ id, name: id, query, rows });
const HOME = "describe=养老院";

test("a place is told by its sentence, else by its kind; answers and documents make it no other", () => {
  assert.equal(told(HOME), told(`in=消防法&${HOME}&q.use=承租`));
  assert.equal(told("unit=养老院"), told("unit=养老院&q.key=是"));
  assert.notEqual(told(HOME), told("describe=商场"));
  assert.notEqual(told("q.use=承租"), told("q.use=自用"));
});

test("shown is the list that was open, else the newest of the same place, else none", () => {
  const lists = [list("新", HOME), list("旧", `${HOME}&q.use=承租`), list("店", "describe=商场")];
  assert.equal(find(lists, HOME, "旧").id, "旧");
  assert.equal(find(lists, HOME, "").id, "新");
  assert.equal(find(lists, HOME, "店").id, "新");
  assert.equal(find(lists, "describe=网吧", "旧"), null);
});

test("fields join, what is empty is not kept, and nothing given is changed", () => {
  const before = list("a", HOME);
  const after = fill(fill(before, "消防法/art16", { done: true, who: "张三" }), "消防法/art16", { due: "2026-12-31" });
  assert.deepEqual(after.rows, { "消防法/art16": { done: true, who: "张三", due: "2026-12-31" } });
  assert.deepEqual(before.rows, {});
  const emptied = fill(after, "消防法/art16", { done: false, who: "", due: "" });
  assert.deepEqual(emptied.rows, {});
});

test("clearing ticks leaves what is written", () => {
  const before = list("a", HOME, { x: { done: true, who: "张三" }, y: { done: true }, z: { who: "张三" } });
  assert.equal(done(before), 2);
  assert.deepEqual(cleared(before).rows, { x: { who: "张三" }, z: { who: "张三" } });
  assert.deepEqual(people(before), ["张三"]);
});

test("kept, renamed and deleted by id; a name is never empty", () => {
  const lists = [list("a", HOME), list("b", HOME)];
  assert.deepEqual(put(lists, { ...lists[1], name: "二" }).map((one) => one.name), ["二", "a"]);
  assert.deepEqual(rename(lists, "a", "院里").map((one) => one.name), ["院里", "b"]);
  assert.deepEqual(rename(lists, "a", "").map((one) => one.name), ["a", "b"]);
  assert.deepEqual(without(lists, "a").map((one) => one.id), ["b"]);
});
