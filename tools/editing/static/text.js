// What a text field does: it grows, takes words without losing its undo, and goes to a line.
const grows = CSS.supports("field-sizing", "content");

export const grow = (area) => {
  if (grows) return;
  area.style.blockSize = "auto";
  area.style.blockSize = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
};

// In place of what is selected, as if it were typed: the browser can undo it.
export const insert = (area, words) => {
  area.focus();
  const done = words ? document.execCommand("insertText", false, words) : document.execCommand("delete");
  if (done) return;
  area.setRangeText(words, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
};

export const replaceAll = (area, words) => {
  if (area.value === words) return;
  area.focus();
  area.select();
  insert(area, words);
};

// Selects a line (from 1) and brings it into view.
export const goToLine = (area, line) => {
  const lines = area.value.split("\n");
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  area.focus({ preventScroll: true });
  area.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
  const copy = document.createElement("div"); // as wide, with the same letters: as high as what stands above the line
  copy.className = "copy";
  copy.textContent = area.value.slice(0, start);
  area.after(copy);
  const top = area.getBoundingClientRect().top + copy.offsetHeight;
  copy.remove();
  scrollBy({ top: top - innerHeight / 3, behavior: "instant" });
};
