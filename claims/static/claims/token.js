"use strict";

// Whoever logs in in another tab is given another token there: every form is sent with that of now.
document.addEventListener("submit", ({ target }) => {
  const cookie = document.cookie.split("; ").find((pair) => pair.startsWith("csrftoken="));
  const field = target.elements.namedItem("csrfmiddlewaretoken");
  if (cookie && field) {
    field.value = cookie.slice("csrftoken=".length);
  }
});
