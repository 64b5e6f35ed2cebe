import assert from "node:assert/strict";
import { test } from "node:test";

import { ahead, answered, DAYS, due, today, without } from "../../ui/assets/scripts/lib/review.js";

const FROM = { query: "seed=7", paper: "A" };

test("a wrong one comes after 1, 3 and 7 days, then it is known", () => {
  let cards = answered({}, "q1", false, 100, FROM);
  let day = 100;
  for (const days of DAYS) {
    assert.deepEqual(due(cards, day + days - 1), []);
    day += days;
    assert.deepEqual(due(cards, day), ["q1"]);
    assert.equal(cards.q1.query, "seed=7");
    cards = answered(cards, "q1", true, day, FROM);
  }
  assert.equal(day, 111);
  assert.deepEqual(cards, {});
});

test("wrong again: from the beginning", () => {
  let cards = answered({}, "q1", false, 100, FROM);
  cards = answered(cards, "q1", true, 101, FROM);
  cards = answered(cards, "q1", false, 104, FROM);
  assert.deepEqual(cards.q1, { ...FROM, step: 0, due: 105 });
});

test("right at first, or done again at once: nothing changes", () => {
  assert.deepEqual(answered({}, "q1", true, 100, FROM), {});
  const cards = answered({}, "q1", false, 100, FROM);
  assert.deepEqual(answered(cards, "q1", true, 100, FROM), cards);
});

test("who comes late finds all that waited, the longest first", () => {
  const cards = { new: { due: 109 }, old: { due: 101 }, later: { due: 120 }, last: { due: 120 }, next: { due: 111 } };
  assert.deepEqual(due(cards, 110), ["old", "new"]);
  assert.deepEqual(ahead(cards, 110), [[1, 1], [10, 2]]);
});

test("what is broken neither comes nor stops the others", () => {
  const cards = { a: null, b: {}, c: { due: "x" }, d: { due: 1, step: "x" } };
  assert.deepEqual(due(cards, 2), ["d"]);
  assert.deepEqual(ahead(cards, 0), [[1, 1]]);
  assert.equal(answered(cards, "d", true, 2, FROM).d, undefined);
  assert.equal(answered(cards, "a", false, 2, FROM).a.due, 3);
});

test("not more than a browser should keep; the oldest go", () => {
  let cards = {};
  for (let n = 0; n < 400; n++) cards = answered(cards, `q${n}`, false, n, FROM);
  assert.equal(Object.keys(cards).length, 300);
  assert.ok(cards.q399 && cards.q100 && !cards.q99);
  assert.deepEqual(Object.keys(without(cards, ["q399"])).length, 299);
});

test("a day begins at the reader's midnight", () => {
  const at = (hour) => today(new Date(2026, 10, 30, hour, 30));
  assert.equal(at(0), at(23));
  assert.equal(today(new Date(2026, 11, 1)), at(23) + 1);
});
