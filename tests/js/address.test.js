import assert from "node:assert/strict";
import { test } from "node:test";

import { brief, meant, parse } from "../../ui/assets/scripts/lib/address.js";

test("the readable address and the older ones name the same place", () => {
  const place = "art-60-item-5";
  assert.deepEqual(parse("消防法/art-60-5"), { document: "消防法", place: "art-60-5" });
  assert.deepEqual(parse("fire-law--art-60-item-5"), { document: "fire-law", place });
  assert.deepEqual(parse(place), { document: "", place });
  assert.ok(meant("art-60-5").includes(place));
  assert.deepEqual(parse("消防法@2021-04-29/heading-3"), { document: "消防法@2021-04-29", place: "heading-3" });
  for (const other of ["", "duties", "消防法", "art-", "消防法/", "消防法/第六十条"]) assert.equal(parse(other), null);
});

test("第七十二条之一 comes before the first item of 第七十二条", () => {
  assert.deepEqual(meant("art-72-1"), ["art-72-1", "art-72-item-1"]);
  assert.deepEqual(meant("art-60-para-2-3").at(-1), "art-60-para-2-item-3");
  assert.equal(brief("art-72-item-1", (id) => id === "art-72-1"), "art-72-item-1");
  assert.equal(brief("art-60-item-5", () => false), "art-60-5");
  assert.equal(brief("art-60-para-2", () => false), "art-60-para-2");
});
