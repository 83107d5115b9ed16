/** The marks of states and controls, drawn once and used everywhere. State is hue + shape + word: a mark never stands without its word. */

/** Each on a field of 16 by 16. */
const SHAPES = {
  pass: (
    <>
      <circle cx="8" cy="8" r="7" fill="var(--pass)" />
      <path d="M4.7 8.3l2.3 2.3 4.4-4.9" fill="none" stroke="var(--on-pass)" strokeWidth="1.8" />
    </>
  ),
  reject: (
    <>
      <path d="M8 .6l7.4 7.4L8 15.4.6 8z" fill="var(--reject)" />
      <path d="M5.6 5.6l4.8 4.8m0-4.8l-4.8 4.8" stroke="var(--on-reject)" strokeWidth="1.7" />
    </>
  ),
  hold: (
    <>
      <rect x="1.5" y="1.5" width="13" height="13" fill="var(--hold)" />
      <path d="M6 5v6M10 5v6" stroke="var(--on-hold)" strokeWidth="2" />
    </>
  ),
  cpass: (
    <>
      <circle cx="8" cy="8" r="6.2" fill="none" stroke="var(--pass)" strokeWidth="1.6" />
      <path d="M8 1.8a6.2 6.2 0 0 1 0 12.4z" fill="var(--pass)" />
    </>
  ),
  cfail: (
    <>
      <path d="M8 1.4l6.6 6.6L8 14.6 1.4 8z" fill="none" stroke="var(--reject)" strokeWidth="1.6" />
      <path d="M8 1.4l6.6 6.6L8 14.6z" fill="var(--reject)" />
    </>
  ),
  ni: (
    <>
      <circle cx="8" cy="8" r="6.2" fill="none" stroke="var(--none)" strokeWidth="1.6" strokeDasharray="2.6 2.27" />
      <path d="M5 8h6" stroke="var(--none)" strokeWidth="1.8" />
    </>
  ),
  run: (
    <>
      <circle cx="8" cy="8" r="6.2" fill="none" stroke="var(--line-2)" strokeWidth="2" />
      <path d="M8 1.8a6.2 6.2 0 0 1 5.4 9.3" fill="none" stroke="var(--ink)" strokeWidth="2" />
    </>
  ),
  live: (
    <>
      <circle cx="8" cy="8" r="3.4" fill="currentColor" />
      <circle cx="8" cy="8" r="6.4" fill="none" stroke="currentColor" strokeWidth="1.1" opacity=".6" />
    </>
  ),
  stale: (
    <>
      <circle cx="8" cy="8" r="6.2" fill="none" stroke="var(--none)" strokeWidth="1.5" strokeDasharray="1.5 2" />
      <path d="M8 4.5V8l2.4 1.6" fill="none" stroke="var(--none)" strokeWidth="1.5" />
    </>
  ),
  sim: (
    <path
      d="M8 1.2l6 3.4v6.8l-6 3.4-6-3.4V4.6z"
      fill="none"
      stroke="var(--sim)"
      strokeWidth="1.4"
      strokeDasharray="2.4 1.6"
    />
  ),
  ok: <path d="M3 8.4l3.2 3.2L13 4.6" fill="none" stroke="currentColor" strokeWidth="1.7" />,
  no: <path d="M4 4l8 8m0-8l-8 8" stroke="currentColor" strokeWidth="1.7" />,
  wait: (
    <path d="M4 2h8M4 14h8M5 2c0 4 6 4 6 12M11 2c0 4-6 4-6 12" fill="none" stroke="currentColor" strokeWidth="1.3" />
  ),
  search: (
    <>
      <circle cx="7" cy="7" r="4.4" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M10.4 10.4L14 14" stroke="currentColor" strokeWidth="1.5" />
    </>
  ),
  play: <path d="M4.5 2.5v11l9-5.5z" fill="currentColor" />,
  pause: <path d="M5 3v10M11 3v10" stroke="currentColor" strokeWidth="2.4" />,
  next: (
    <>
      <path d="M3 3v10l7-5z" fill="currentColor" />
      <path d="M12.2 3v10" stroke="currentColor" strokeWidth="1.8" />
    </>
  ),
  prev: (
    <>
      <path d="M13 3v10L6 8z" fill="currentColor" />
      <path d="M3.8 3v10" stroke="currentColor" strokeWidth="1.8" />
    </>
  ),
  lock: (
    <>
      <rect x="3" y="7" width="10" height="7" fill="currentColor" />
      <path d="M5 7V5a3 3 0 0 1 6 0v2" fill="none" stroke="currentColor" strokeWidth="1.6" />
    </>
  ),
  logo: (
    <>
      <path d="M8 1a7 7 0 1 0 0 14A7 7 0 1 0 8 1z" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M8 5a3 3 0 1 0 0 6 3 3 0 1 0 0-6" fill="currentColor" />
    </>
  ),
  alUn: (
    <>
      <path d="M8 1.5l6.8 12.5H1.2z" fill="var(--reject)" />
      <path d="M8 6v4" stroke="var(--on-reject)" strokeWidth="1.8" />
      <circle cx="8" cy="12" r="1" fill="var(--on-reject)" />
    </>
  ),
  alAck: (
    <>
      <path d="M8 2.5l5.9 10.8H2.1z" fill="none" stroke="var(--reject)" strokeWidth="1.5" />
      <path d="M8 6.5v3.5" stroke="var(--reject)" strokeWidth="1.6" />
    </>
  ),
  alRet: (
    <>
      <path d="M8 2.5l5.9 10.8H2.1z" fill="none" stroke="var(--none)" strokeWidth="1.4" strokeDasharray="2.2 1.6" />
      <path d="M5.6 10l1.8 1.7 3-3.4" fill="none" stroke="var(--none)" strokeWidth="1.5" />
    </>
  ),
  shelf: <path d="M2 12.5h12M4 12V6h8v6" fill="none" stroke="var(--none)" strokeWidth="1.5" />,
  warn: (
    <>
      <path d="M8 1.5l6.8 12.5H1.2z" fill="var(--hold)" />
      <path d="M8 6v4" stroke="var(--on-hold)" strokeWidth="1.8" />
      <circle cx="8" cy="12" r="1" fill="var(--on-hold)" />
    </>
  ),
  replay: (
    <>
      <path d="M3.1 8.8a4.9 4.9 0 1 0 1.7-4.3" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M4.6 1.4v3.5h3.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
    </>
  ),
  stop: <path d="M3.5 3.5h9v9h-9z" fill="currentColor" />,
  sun: (
    <>
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" />
    </>
  ),
  down: <path d="M4 6l4 4 4-4" fill="none" stroke="currentColor" strokeWidth="1.6" />,
  breakpoint: <path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z" fill="var(--reject)" />,
  asked: (
    <path
      d="M5.4 1.8h5.2l3.6 3.6v5.2l-3.6 3.6H5.4l-3.6-3.6V5.4z"
      fill="none"
      stroke="var(--reject)"
      strokeWidth="1.8"
    />
  ),
  flask: <path d="M5.5 2h5M6.7 2v4.2L3.2 13.4h9.6L9.3 6.2V2" fill="none" stroke="currentColor" strokeWidth="1.4" />,
}
export type IconName = keyof typeof SHAPES

/** `size` in px: 12, 16 (default), 20 or 28. */
export function Icon({ name, size = 16 }: { name: IconName; size?: 12 | 16 | 20 | 28 }) {
  return (
    <svg className={size === 16 ? 'i' : `i i${size}`} aria-hidden="true">
      <use href={`#i-${name}`} />
    </svg>
  )
}

/** Put once into the page; every Icon and every hatch refers to it. */
export function Sprite() {
  return (
    <svg width="0" height="0" style={{ position: 'absolute' }} aria-hidden="true">
      <defs>
        {Object.entries(SHAPES).map(([name, shape]) => (
          <symbol key={name} id={`i-${name}`} viewBox="0 0 16 16">
            {shape}
          </symbol>
        ))}
        <pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 0v5" stroke="var(--ink-3)" strokeWidth="1.2" opacity=".55" />
        </pattern>
        <pattern id="hatchr" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 0v4" stroke="var(--reject)" strokeWidth="1.4" opacity=".6" />
        </pattern>
        <pattern id="hatchn" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 0v6" stroke="var(--control)" strokeWidth="1" opacity=".5" />
        </pattern>
      </defs>
    </svg>
  )
}
