// The page where an editor starts: the list narrows in place, a new page starts as a draft.
import { counted, narrow } from "./words.js";
import { post } from "./server.js";

const search = document.getElementById("search");
const found = document.getElementById("found");
const pages = [...document.querySelectorAll("#all > ul > li")];

const look = () => {
  const shown = narrow(pages, search.value);
  found.textContent = shown ? counted(shown, "page") : "Aucune page : essayez avec moins de mots.";
};
search.addEventListener("input", look);
if (search.value) look(); // the browser has kept it

const form = document.getElementById("new");
const problem = document.getElementById("new-problem");
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  problem.textContent = "";
  const asked = {
    section: new FormData(form).get("section"),
    titre: document.getElementById("new-title").value,
  };
  const { status, data } = await post("nouveau", asked);
  if (status === 200) location.assign(data.formulaire);
  else problem.textContent = data.message;
});
