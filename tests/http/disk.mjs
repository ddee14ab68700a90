// Small disks of their own for servers under test, to be filled or to fail: for disks.test.mjs and
// tests/faults/disks. Mounting needs root. tests/http/run gives its tests a mount namespace of their
// own, so that no mount outlives them.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { removeFolder, temporaryFolder } from './server.mjs';

function run(program, ...args) {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** A file that takes whatever room is left, to the last byte. */
function fill(file) {
    const fd = fs.openSync(file, 'a');
    try {
        for (let size = 1 << 20; size >= 1; ) {
            try {
                const written = fs.writeSync(fd, Buffer.alloc(size));
                if (written < size) size = Math.floor(size / 2);
            } catch (error) {
                if (error.code !== 'ENOSPC') throw error;
                size = Math.floor(size / 2);
            }
        }
    } finally {
        fs.closeSync(fd);
    }
}

/** A disk of so many MiB: in memory, or if mayFail a file system in a file, which can lose its disk.
 * {folder, fill(), free(), fail(), repair(), remove()}; null where nothing can be mounted. */
export function makeDisk(mib, { mayFail = false } = {}) {
    const home = temporaryFolder();
    const folder = fs.mkdtempSync('/tmp/rostrum-disk-'); // which PostgreSQL's user may enter
    const image = path.join(home, 'image');
    const filler = path.join(folder, 'filler');
    const mount = () =>
        mayFail
            ? run('mount', '-t', 'ext4', '-o', 'loop', image, folder)
            : run('mount', '-t', 'tmpfs', '-o', `size=${mib}m,mode=755`, 'none', folder);
    try {
        if (mayFail) {
            fs.writeFileSync(image, '');
            fs.truncateSync(image, mib << 20);
            run('mkfs.ext4', '-q', '-m', '0', image);
        }
        mount();
    } catch (error) {
        fs.rmdirSync(folder);
        removeFolder(home);
        if (process.getuid() === 0 && error.code !== 'ENOENT') throw error;
        return null;
    }
    return {
        folder,
        fill: () => fill(filler),
        free: () => fs.rmSync(filler),
        /** From now on the kernel takes no write to it, as after an error of the disk. */
        fail: () => run('mount', '-o', 'remount,abort', folder),
        /** Nobody may have it open. */
        repair() {
            run('umount', folder);
            try {
                run('e2fsck', '-p', image);
            } catch (error) {
                if (error.status !== 1) throw error; // 1: it was repaired
            }
            mount();
        },
        remove() {
            run('umount', '-l', folder);
            fs.rmdirSync(folder);
            removeFolder(home);
        },
    };
}
