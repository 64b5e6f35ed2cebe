// What this browser keeps. Storage may be off, full or broken: what was kept is then not there.

export function kept(key, otherwise, storage = localStorage) {
  try {
    const found = JSON.parse(storage.getItem(key) ?? "null");
    return found !== null && typeof found === typeof otherwise && Array.isArray(found) === Array.isArray(otherwise)
      ? found
      : otherwise;
  } catch {
    return otherwise;
  }
}

// Whether it was kept.
export function keep(key, value, storage = localStorage) {
  try {
    storage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

export function forget(key, storage = localStorage) {
  try {
    storage.removeItem(key);
  } catch {
    // Storage is off: nothing was kept.
  }
}
