// The search: every word must occur; a word in a heading counts more than many in the text.
const box = document.getElementById("search");
const found = document.getElementById("found");

function score(section, words) {
  const [, title, text] = section.map((part) => part.toLowerCase());
  let total = 0;
  for (const word of words) {
    const hits = text.split(word).length - 1;
    if (title.includes(word)) total += 20;
    else if (hits === 0) return 0;
    total += Math.min(hits, 10);
  }
  return total;
}

function excerpt(text, word) {
  const at = Math.max(0, text.toLowerCase().indexOf(word) - 40);
  return (at > 0 ? "… " : "") + text.slice(at, at + 120) + " …";
}

function entry([place, title, text], words) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  const part = document.createElement("small");
  link.href = place;
  link.textContent = title;
  part.textContent = excerpt(text, words[0]);
  link.append(part);
  item.append(link);
  return item;
}

function search() {
  const words = box.value.toLowerCase().split(/\s+/).filter((word) => word.length > 1);
  const ranked = words.length === 0 ? [] : sections
    .map((section) => [score(section, words), section])
    .filter(([points]) => points > 0)
    .sort(([left], [right]) => right - left)
    .slice(0, 12);
  found.replaceChildren(...ranked.map(([, section]) => entry(section, words)));
  if (words.length > 0 && ranked.length === 0) found.textContent = "Nothing found.";
  found.hidden = words.length === 0;
}

box.addEventListener("input", search);
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== box) { event.preventDefault(); box.focus(); }
  if (event.key === "Escape") { box.value = ""; search(); }
});
// Whoever has chosen a place on the same page wants to see it.
found.addEventListener("click", () => { found.hidden = true; });
