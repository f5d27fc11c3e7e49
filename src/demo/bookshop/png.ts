import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';

const WIDTH = 160;
const HEIGHT = 240;
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

type Colour = readonly [red: number, green: number, blue: number];

/** Draws a cover: a real PNG of 160 × 240, always the same for the same title, different for most others. */
export function drawCover(title: string): Buffer {
  const hash = createHash('sha256').update(title).digest();
  const cloth: Colour = [60 + (hash[0]! % 120), 40 + (hash[1]! % 100), 50 + (hash[2]! % 120)];
  const gilt: Colour = [230, 200 + (hash[3]! % 40), 140 + (hash[4]! % 60)];
  const rows: Buffer[] = [];
  for (let y = 0; y < HEIGHT; y++) {
    const row = [0]; // the row's filter: none
    for (let x = 0; x < WIDTH; x++) row.push(...(isGilt(x, y, hash) ? gilt : cloth));
    rows.push(Buffer.from(row));
  }
  const header = Buffer.from([0, 0, 0, WIDTH, 0, 0, 0, HEIGHT, 8, 2, 0, 0, 0]); // 8 bits a channel, RGB
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A frame, and eight bars as wide as the title's hash says. */
function isGilt(x: number, y: number, hash: Buffer): boolean {
  const edge = Math.min(x, y, WIDTH - 1 - x, HEIGHT - 1 - y);
  if (edge === 8 || edge === 9) return true;
  const bar = Math.floor((y - 60) / 16);
  if (y < 60 || bar > 7 || (y - 60) % 16 > 5) return false;
  return Math.abs(x - WIDTH / 2) < 8 + (hash[8 + bar]! % 48);
}

/** PNG (third edition), 5.3: length, type, data, checksum of type and data. */
function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), frame.length - 4);
  return frame;
}
