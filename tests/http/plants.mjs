// Planted marks, and the search for them in every file that a server leaves behind, as they are and
// in the other shapes that bytes take.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { databaseFolders, isPostgres } from './engine.mjs';
import { namesBelow } from './server.mjs';

/** A mark that stands nowhere else: letters only, so that no form of escaping changes it. */
export function mark(what) {
    const letters = [...randomBytes(14)].map((byte) => String.fromCharCode(97 + (byte % 26)));
    return `${what}${letters.join('')}`;
}

/** The bytes of a text in base64, wherever it begins in a longer text: without its edges. */
function insideBase64(bytes) {
    return [0, 1, 2].map((shift) => {
        const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
        const from = Math.ceil((shift * 8) / 6) + (shift > 0 ? 1 : 0);
        return Buffer.from(text.slice(from, text.replace(/=+$/, '').length - 2));
    });
}

/** The shapes in which a secret could lie in a file: {shape: bytes}. */
function shapesOf(secret) {
    const bytes = Buffer.isBuffer(secret) ? secret : Buffer.from(secret);
    const shapes = {
        'as it is': bytes,
        'in hex': Buffer.from(bytes.toString('hex')),
        'in upper hex': Buffer.from(bytes.toString('hex').toUpperCase()),
    };
    insideBase64(bytes).forEach((piece, i) => (shapes[`in base64 at ${i}`] = piece));
    if (!Buffer.isBuffer(secret)) {
        shapes['in UTF-16'] = Buffer.from(secret, 'utf16le');
        shapes['in upper case'] = Buffer.from(secret.toUpperCase());
        shapes['in lower case'] = Buffer.from(secret.toLowerCase());
    }
    return shapes;
}

/** All files of a data folder but the key ring, and of its database: {name: bytes}. */
export function filesOf(server) {
    const files = {};
    const folders = isPostgres ? databaseFolders(server) : [];
    for (const folder of [server.dataDir, ...folders])
        for (const name of namesBelow(folder)) {
            const file = path.join(folder, name);
            if (name !== 'key-ring' && fs.statSync(file).isFile())
                files[folder === server.dataDir ? name : file] = fs.readFileSync(file);
        }
    return files;
}

/** ["mark in file, in hex", …] */
export function find(files, secrets) {
    const found = [];
    for (const [what, secret] of Object.entries(secrets))
        for (const [shape, bytes] of Object.entries(shapesOf(secret)))
            for (const [name, content] of Object.entries(files))
                if (content.includes(bytes)) found.push(`${what} in ${name}, ${shape}`);
    return found;
}
