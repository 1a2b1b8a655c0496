// Who comes by an address that is no more finds its words in the field of the search.
const field = document.querySelector("main [name=q]");
const own = new URL(document.querySelector("link[rel=canonical]").href).pathname;
if (own !== location.pathname) {
  let lost = location.search || location.pathname;
  try {
    lost = decodeURIComponent(lost);
  } catch {
    // not UTF-8, as it is then
  }
  field.value = lost.replace(/\.\w+$|[^a-z\u00c0-\u024f]+/gi, " ").trim();
}
