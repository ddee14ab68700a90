{{%AUTOESCAPE context="HTML"}}
{{! A result (run_view_row, run_view_result, CASE_NAME): JUDGING (JUDGE_INPUT JUDGE_OUTPUT JUDGE_COST), WENT_WRONG (REASON, STATUS_SHOWN), ENDPOINT_SAID (TEXT), VARIABLE, MESSAGES, EXPECTED, NOTE, ANSWER, IS_REFUSAL, TOOLS, CUT, IS_DELETED, FINDING or NO_CHECKS, BEFORE and AFTER (URL). Includes HEAD. }}
{{>HEAD}}
<div class="stack">
<div class="section-head"><div class="chips"><h2><span class="mono">{{CASE_ID}}</span> <bdi>{{CASE_NAME}}</bdi></h2><span class="chip state{{STATE_CLASS}}">{{STATE}}</span>{{#IMPORTED}}<span class="chip state wait">Imported</span>{{/IMPORTED}}{{#IS_CRITICAL}}<span class="chip state bad">Critical</span>{{/IS_CRITICAL}}</div><div class="actions">{{#BEFORE}}<a class="btn small" rel="prev" href="{{URL}}">Previous</a>{{/BEFORE}}{{#AFTER}}<a class="btn small" rel="next" href="{{URL}}">Next</a>{{/AFTER}}<a class="btn small" href="{{RUN_URL}}">Back to the run</a></div></div>
{{#WENT_WRONG}}<div class="callout error"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#error"></use></svg><div>{{REASON}}{{#STATUS_SHOWN}} <span class="muted">Status {{STATUS}}.</span>{{/STATUS_SHOWN}}{{#ENDPOINT_SAID}} <bdi>{{TEXT}}</bdi>{{/ENDPOINT_SAID}}</div></div>{{/WENT_WRONG}}
<dl class="facts"><dt>Run</dt><dd><a href="{{RUN_URL}}">v{{VERSION}} with <bdi>{{SET_NAME}}</bdi> v{{SET_VERSION}}</a></dd><dt>Model</dt><dd><bdi>{{ENDPOINT_NAME}}</bdi> · <bdi class="mono">{{MODEL_NAME}}</bdi></dd>{{#REPEATED}}<dt>Repeat</dt><dd>{{N}}</dd>{{/REPEATED}}{{#INPUT}}<dt>Input</dt><dd>{{TOKENS}} tokens</dd>{{/INPUT}}{{#OUTPUT}}<dt>Output</dt><dd>{{TOKENS}} tokens</dd>{{/OUTPUT}}{{#TOOK}}<dt>Time</dt><dd>{{MS}} ms</dd>{{/TOOK}}{{#COST}}<dt>Cost</dt><dd>{{AMOUNT}}</dd>{{/COST}}{{#JUDGING}}<dt>Judging</dt><dd>{{JUDGE_INPUT}} tokens in, {{JUDGE_OUTPUT}} out{{#JUDGE_COST}}, {{AMOUNT}}{{/JUDGE_COST}}</dd>{{/JUDGING}}{{#ATTEMPTS}}<dt>Attempts</dt><dd>{{N}}</dd>{{/ATTEMPTS}}{{#NOTE}}<dt>Note</dt><dd class="written"><bdi>{{TEXT:pre_escape}}</bdi></dd>{{/NOTE}}</dl>
<section aria-labelledby="checks-title"><div class="section-head"><h3 id="checks-title">Checks</h3></div>
<ul class="rows">{{#FINDING}}<li><span class="chip state{{CHECK_CLASS}}">{{CHECK_STATE}}</span> <code>{{CHECK}}</code> {{CHECK_REASON}}</li>
{{/FINDING}}</ul>{{#NO_CHECKS}}<p class="muted">This case has no checks: it passes if the model answers.</p>{{/NO_CHECKS}}</section>
{{#JUDGE_SAID}}<section aria-labelledby="judge-title"><div class="section-head"><h3 id="judge-title">Judge</h3></div>
{{#JUDGE_VERDICT}}<p><span class="chip state{{JUDGE_CLASS}}">{{JUDGE_STATE}}</span> Score {{JUDGE_SCORE}}{{#JUDGE_REASON}} · <bdi>{{ANSWER_REASON}}</bdi>{{/JUDGE_REASON}}{{#JUDGE_ADVISES}} <span class="muted">It only advises, so the checks decide.</span>{{/JUDGE_ADVISES}}</p>{{/JUDGE_VERDICT}}{{#JUDGE_PROBLEM}}<p>{{PROBLEM}}{{#JUDGE_ADVISES}} <span class="muted">It only advises, so the checks decide.</span>{{/JUDGE_ADVISES}}</p>{{/JUDGE_PROBLEM}}
<ul class="rows">{{#JUDGE_ANSWER}}<li><span class="chip state{{ANSWER_CLASS}}">{{ANSWER_STATE}}</span> {{ANSWER_SCORE}} <bdi>{{ANSWER_REASON}}</bdi></li>
{{/JUDGE_ANSWER}}</ul></section>{{/JUDGE_SAID}}
<section id="verdict" class="stack" aria-labelledby="verdict-title"><div class="section-head"><h3 id="verdict-title">Verdicts of people</h3></div>
<ul class="rows">{{#VERDICT}}<li><span class="chip state{{VERDICT_CLASS}}">{{VERDICT_STATE}}</span> {{VERDICT_BY}}{{#VERDICT_WHEN}}, <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/VERDICT_WHEN}}; before: {{VERDICT_BEFORE}}.{{#VERDICT_NOTE}} <bdi>{{TEXT}}</bdi>{{/VERDICT_NOTE}}</li>
{{/VERDICT}}</ul>
{{#VERDICT_FORM}}<form class="form" method="post" action="{{VERDICT_URL}}"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="seen" value="{{SEEN}}">
<div class="field"><label for="why">Reason <span class="optional">optional</span></label><textarea class="few" id="why" name="why" rows="2"></textarea></div>
<p class="hint">Your verdict outranks the checks and the judge, and stays in the history.</p>
<div class="form-actions"><button class="btn" name="verdict" value="pass">Pass</button><button class="btn" name="verdict" value="fail">Fail</button></div></form>{{/VERDICT_FORM}}</section>
<section aria-labelledby="output-title"><div class="section-head"><h3 id="output-title">Output</h3></div>
{{#IS_DELETED}}<p class="muted">The output was deleted by a retention rule.</p>{{/IS_DELETED}}{{#IS_REFUSAL}}<p class="muted">The model refused:</p>{{/IS_REFUSAL}}{{#ANSWER}}<div class="code"><pre tabindex="0">{{BI_NEWLINE}}{{TEXT:pre_escape}}</pre></div>{{/ANSWER}}{{#TOOLS}}<p class="muted">It wants to call tools:</p><div class="code"><pre tabindex="0">{{BI_NEWLINE}}{{JSON:pre_escape}}</pre></div>{{/TOOLS}}{{#CUT}}<p class="muted">The answer ends at the limit of its tokens.</p>{{/CUT}}</section>
{{#EXPECTED}}<section aria-labelledby="expected-title"><div class="section-head"><h3 id="expected-title">Expected</h3></div><div class="code"><pre tabindex="0">{{BI_NEWLINE}}{{TEXT:pre_escape}}</pre></div></section>{{/EXPECTED}}
<section aria-labelledby="input-title"><div class="section-head"><h3 id="input-title">Input</h3></div>
{{#VARIABLE}}<div class="code"><div class="code-head"><code>{{VARIABLE_NAME}}</code></div><pre tabindex="0">{{BI_NEWLINE}}{{VARIABLE_VALUE:pre_escape}}</pre></div>
{{/VARIABLE}}{{#MESSAGES}}<div class="code"><pre tabindex="0">{{BI_NEWLINE}}{{JSON:pre_escape}}</pre></div>{{/MESSAGES}}</section>
</div>
