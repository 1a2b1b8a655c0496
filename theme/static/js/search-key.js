// "/" leads to the search, unless the visitor has said no on its page.
addEventListener("keydown", (event) => {
  const { altKey, ctrlKey, key, metaKey, target } = event;
  if (key === "/" && !altKey && !ctrlKey && !metaKey && !target.closest("input,select,textarea") && !localStorage.slash) {
    event.preventDefault();
    document.querySelector("[name=q]").focus();
  }
});
