"use strict";

// Bring the sentence in question into view inside the article's pane, without moving the page.
function showSentence() {
  const pane = document.getElementById("article-text");
  const sentence = document.getElementById("sentence");
  if (pane && sentence) {
    const offset = sentence.getBoundingClientRect().top - pane.getBoundingClientRect().top;
    pane.scrollTop += offset - (pane.clientHeight - sentence.offsetHeight) / 3;
  }
}

// Select2 puts its own box in the place of a labelled field and leaves the label behind.
function nameSearchFields() {
  for (const field of document.querySelectorAll(".desk-field")) {
    const name = field.querySelector("label")?.textContent.replace(/:\s*$/, "");
    for (const box of field.querySelectorAll(".select2-selection, .select2-search__field")) {
      box.setAttribute("aria-label", name);
    }
  }
  for (const box of document.querySelectorAll(".select2-dropdown .select2-search__field")) {
    box.setAttribute("aria-label", "Search");
  }
}

document.addEventListener("DOMContentLoaded", showSentence);
// Through jQuery's own queue, behind the callback that puts the boxes there.
window.django?.jQuery(nameSearchFields);
window.django?.jQuery(document).on("select2:open", nameSearchFields);
