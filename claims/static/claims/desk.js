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

// A candidate's decisions are forms of their own. What was typed into the others goes along with the one that
// is sent, so that the page can show it again where that one is refused.
function sendTogether() {
  const typedInto = document.querySelectorAll(".desk-accept, .desk-line");
  for (const form of document.querySelectorAll(".desk-side form")) {
    form.addEventListener("formdata", ({ formData }) => {
      for (const other of typedInto) {
        for (const field of other.elements) {
          const typed = field.name && field.type !== "submit" && field.type !== "checkbox";
          if (typed && !formData.has(field.name)) {
            formData.append(field.name, field.value);
          }
        }
      }
    });
  }
}

// Without a reason nothing is rejected, and the list that says so has forgotten what was ticked.
function askForReason() {
  const form = document.getElementById("changelist-form");
  const { action, reason } = form?.elements ?? {};
  form?.addEventListener("submit", (event) => {
    if (reason) {
      reason.required = action?.value === "reject";
      if (!reason.reportValidity()) {
        event.preventDefault();
      }
    }
  });
}

document.addEventListener("DOMContentLoaded", showSentence);
document.addEventListener("DOMContentLoaded", sendTogether);
document.addEventListener("DOMContentLoaded", askForReason);
// Through jQuery's own queue, behind the callback that puts the boxes there.
window.django?.jQuery(nameSearchFields);
window.django?.jQuery(document).on("select2:open", nameSearchFields);
