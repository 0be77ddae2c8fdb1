// Run before a picture is asked for through WebDriver (webdriver.py, ui/web/support/browser.ts): the engine answers with
// its next frame, and a page at rest draws none. A dot that nobody sees keeps it drawing for some seconds.
const dot = document.body.appendChild(document.createElement("i"));
dot.style.cssText = "position: fixed; inset: auto 0 0 auto; width: 1px; height: 1px";
let left = 300;
const draw = () => {
  dot.style.background = left % 2 ? "transparent" : "rgb(0 0 0 / 0.004)";
  if (left-- > 0) requestAnimationFrame(draw);
  else dot.remove();
};
draw();
