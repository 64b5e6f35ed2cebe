// While an input method composes, every key is the input method's: ↓ and Enter choose among its
// candidates, Esc gives them up. No handler of a page sees them. Comes before all other scripts.

// Safari ends the composition before it tells of the key; 229 is all that marks it then.
const composes = (event) => event.isComposing || event.keyCode === 229;

for (const kind of ["keydown", "keypress", "keyup"]) {
  window.addEventListener(kind, (event) => {
    if (!composes(event)) return;
    event.stopImmediatePropagation();
    // In Safari this Enter would send the form that the words are typed in.
    if (event.key === "Enter" && !event.isComposing) event.preventDefault();
  }, true);
}
