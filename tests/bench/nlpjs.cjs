// nlp.js as a peer: reads one JSON job a line on standard input, {"train": [[label, text]...], "ask": [text...]},
// and answers each with one line, {"fit_s", "answers": [[[label, score]...]...], "times": [seconds...], "rss_mb"}.
const { dockStart } = require('@nlpjs/basic');
const readline = require('readline');

async function work(job) {
  const dock = await dockStart({ use: ['Basic', 'LangEn'], autoSave: false, settings: { nlp: { autoSave: false, log: false } } });
  const nlp = dock.get('nlp');
  nlp.settings.autoSave = false;
  nlp.settings.log = false;
  nlp.settings.useNoneFeature = false;
  nlp.addLanguage('en');
  for (const [label, text] of job.train) nlp.addDocument('en', text, label);
  let begin = process.hrtime.bigint();
  await nlp.train();
  const fit = Number(process.hrtime.bigint() - begin) / 1e9;
  const answers = [];
  const times = [];
  for (const text of job.ask) {
    begin = process.hrtime.bigint();
    const found = await nlp.process('en', text);
    times.push(Number(process.hrtime.bigint() - begin) / 1e9);
    answers.push((found.classifications || []).slice(0, 3).map((one) => [one.intent, one.score]));
  }
  return { fit_s: fit, answers, times, rss_mb: process.memoryUsage().rss / 1048576 };
}

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    process.stdout.write(JSON.stringify(await work(JSON.parse(line))) + '\n');
  }
})();
