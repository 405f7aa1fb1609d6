// What of the page falls short: texts with too little contrast, fields and buttons without a name.
() => {
  const channel = (c) => ((c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  const parse = (colour) => colour.match(/[\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const over = ([r, g, b, a = 1], under) => [r, g, b].map((c, i) => c * a + under[i] * (1 - a));
  const background = (element) => {
    if (!element) return [255, 255, 255];
    const colour = parse(getComputedStyle(element).backgroundColor);
    return (colour[3] ?? 1) === 1 ? colour : over(colour, background(element.parentElement));
  };
  const visible = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const faults = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent.trim();
    if (!text || !visible(element) || element.closest("script, style, .visually-hidden, .skip-to-content-link")) continue;
    const behind = background(element);
    const style = getComputedStyle(element);
    const [light, dark] = [luminance(over(parse(style.color), behind)), luminance(behind)].sort((a, b) => b - a);
    const ratio = (light + 0.05) / (dark + 0.05);
    if (ratio < 4.5) faults.add(`contrast ${ratio.toFixed(2)}: ${text.slice(0, 40)} (${element.className || element.tagName})`);
  }
  for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea, button, a[href]")) {
    if (!visible(field) || field.classList.contains("select2-hidden-accessible")) continue;
    const named =
      field.ariaLabel || field.title || field.getAttribute("aria-labelledby") || field.labels?.length ||
      field.textContent.trim() || field.value?.trim() || field.querySelector("svg, [title]");
    if (!named) faults.add(`no name: ${field.outerHTML.slice(0, 120)}`);
  }
  return [...faults];
}
