import assert from "node:assert/strict";
import { test } from "node:test";

import { all, begin, find, put, read, remove, rename, title, write } from "../../ui/assets/scripts/lib/conversations.js";

class Storage {
  constructor(room = Infinity) {
    this.room = room;
    this.values = new Map();
  }
  get length() {
    return this.values.size;
  }
  key(n) {
    return [...this.values.keys()][n];
  }
  getItem(key) {
    return this.values.get(key) ?? null;
  }
  setItem(key, value) {
    const others = [...this.values].filter(([other]) => other !== key);
    if (others.reduce((sum, [, words]) => sum + words.length, value.length) > this.room) throw new Error("full");
    this.values.set(key, value);
  }
  removeItem(key) {
    this.values.delete(key);
  }
}

const titles = (storage) => all(storage).map(title);

test("a conversation is kept from its first question on, the latest first", () => {
  const storage = new Storage();
  const first = write(begin(), ["消防车道谁管"], storage, 1);
  assert.deepEqual(write(begin(), [], storage, 2).asked, []);
  write(begin(), [{ question: "罚多少", in: ["消防法"] }], storage, 3);
  assert.deepEqual(titles(storage), ["罚多少", "消防车道谁管"]);
  write(first, ["消防车道谁管", "那物业呢"], storage, 4);
  assert.deepEqual(titles(storage), ["消防车道谁管", "罚多少"]);
  assert.deepEqual(read(first.id, storage).asked, ["消防车道谁管", "那物业呢"]);
});

test("two tabs with the same conversation do not overwrite each other", () => {
  const storage = new Storage();
  const seen = write(begin(), ["谁管消防车道"], storage, 1);
  const one = write(seen, ["谁管消防车道", "街道呢"], storage, 2);
  const other = write(seen, ["谁管消防车道", "物业呢"], storage, 3);
  assert.equal(one.id, seen.id);
  assert.notEqual(other.id, seen.id);
  assert.deepEqual(all(storage).map(({ asked }) => asked.at(-1)), ["物业呢", "街道呢"]);
});

test("a name given in another tab stays", () => {
  const storage = new Storage();
  const seen = write(begin(), ["谁管消防车道"], storage, 1);
  rename(seen.id, " 车道 ", storage);
  assert.equal(write(seen, ["谁管消防车道", "街道呢"], storage, 2).name, "车道");
  rename("没有", "车道", storage);
  assert.deepEqual(titles(storage), ["车道"]);
});

test("what was removed can be put back as it was", () => {
  const storage = new Storage();
  const made = write(begin(), ["问"], storage, 5);
  remove(made.id, storage);
  assert.equal(read(made.id, storage), null);
  put(made, storage);
  assert.deepEqual(read(made.id, storage), made);
});

test("the oldest make room: beyond a hundred, and where the browser is full", () => {
  const many = new Storage();
  for (let n = 0; n < 104; n++) write(begin(), [`问 ${n}`], many, n);
  assert.equal(all(many).length, 100);
  assert.equal(titles(many).at(-1), "问 4");
  const small = new Storage(120);
  for (let n = 0; n < 4; n++) write(begin(), [`问 ${n} ${"长".repeat(20)}`], small, n);
  assert.ok(titles(small)[0].startsWith("问 3"));
  assert.ok(all(small).length < 4);
  write(begin(), ["太长".repeat(100)], small, 9);
  assert.deepEqual(all(small), []);
});

test("the first question in short is the title, unless it has a name", () => {
  assert.equal(title({ name: "", asked: [] }), "新对话");
  assert.equal(title({ name: "", asked: [" 谁管\n消防车道 "] }), "谁管 消防车道");
  assert.equal([...title({ name: "", asked: ["𠮷".repeat(30)] })].length, 24);
  assert.equal(title({ name: "车道", asked: ["谁管"] }), "车道");
});

test("found by the name or any question", () => {
  const [one, other] = [{ name: "车道", asked: ["谁管"] }, { name: "", asked: ["甲", { question: "罚 ABC 吗", in: [] }] }];
  assert.deepEqual(find([one, other], " abc "), [other]);
  assert.deepEqual(find([one, other], "车道"), [one]);
  assert.deepEqual(find([one, other], ""), [one, other]);
});

test("what is broken, foreign or not there is no conversation", () => {
  const storage = new Storage();
  for (const [key, value] of [["a", "{}"], ["b", "["], ["c", '{"asked":[null,7,{"question":1}]}'], ["d", '{"asked":"问"}']]) {
    storage.setItem(`fireduty-conversation:${key}`, value);
  }
  storage.setItem("fireduty-documents", '["消防法"]');
  assert.deepEqual(all(storage), []);
  assert.deepEqual(all({ get length() { throw new Error("off"); } }), []);
});
