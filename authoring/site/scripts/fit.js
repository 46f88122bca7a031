// A picture that is taller than its slide gets the whole width for its parts, and smaller type where it fits then.

const SMALLEST = 0.8; // of the type of other slides, for the last row has to read it

const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

let turns = 0;

export async function fit(slide) {
  const turn = ++turns; // the next one ends this one
  const { style } = document.documentElement;
  const room = async (type) => {
    style.setProperty("--type", String(type));
    await painted();
    return turn === turns ? slide.clientHeight / slide.scrollHeight : 1;
  };
  slide.classList.remove("whole-width");
  style.removeProperty("--type");
  if (!slide.querySelector(".explorable.alive") || (await room(1)) >= 1) return;
  slide.classList.add("whole-width");
  let [type, share] = [1, await room(1)];
  while (share < 1 && type > SMALLEST) {
    type = Math.max(SMALLEST, type * Math.min(0.97, share));
    share = await room(type);
  }
  if (share < 1) await room(1);
}
