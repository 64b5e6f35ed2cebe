const SURE = 5000; // milliseconds

// What cannot be taken back is done with the second click.
export function twice(node, sure) {
  const name = node.textContent;
  node.addEventListener("click", (event) => {
    if (node.textContent === sure) return;
    event.stopImmediatePropagation();
    node.textContent = sure;
    setTimeout(() => (node.textContent = name), SURE);
  }, true);
}
