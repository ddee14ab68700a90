// See run_kills.
import { killRuns } from '../http/run_kills.mjs';
import { none, note } from './figures.mjs';

const KILLS = Number(process.env.ROSTRUM_FAULT_KILLS || 100);

const { lost, doubled, wrong, runs, results, given, calls } = await killRuns(KILLS);

note(`${runs} runs, ${results} results, ${calls} calls of the model, ${given} results given up after three workers died with them`);
none(lost, `runs stuck or without a result, after ${KILLS} times kill -9 of their workers`);
none(doubled, 'results that are there twice');
none(wrong, 'sums that are not those of the results, to the billionth of a dollar');
