{{%AUTOESCAPE context="HTML"}}
{{! Answers, whole or as far as they came: IS_OPEN, LOADS_ITSELF, RESULTS_URL, MAY_SAVE (SET_OPTION: VALUE TEXT), CALL (N CALL_VERSION ENDPOINT_NAME MODEL_NAME STATE STATE_CLASS REQUEST; ANSWER (TEXT), IS_REFUSAL, TOOLS (TOOL: TOOL_NAME ARGUMENTS), FAILED (REASON SAID, STATUS_SHOWN: STATUS), CUT; IS_DONE POSITION; INPUT OUTPUT (TOKENS) COST (AMOUNT) TOOK (MS)). }}
{{#IS_OPEN}}<form class="inline" method="post" action="{{RESULTS_URL}}/cancel" data-open><input type="hidden" name="csrf" value="{{CSRF}}"><p class="muted" role="status">Waiting for answers.{{#LOADS_ITSELF}} This page loads itself again every 2 seconds.{{/LOADS_ITSELF}}</p><button class="btn small">Cancel</button></form>
{{/IS_OPEN}}<div class="cards">
{{#CALL}}<section class="panel" aria-labelledby="call-{{N}}"><div class="panel-head"><h3 id="call-{{N}}">v{{CALL_VERSION}} · <bdi>{{ENDPOINT_NAME}}</bdi> · <bdi class="mono">{{MODEL_NAME}}</bdi></h3><span class="chip state{{STATE_CLASS}}">{{STATE}}</span></div><div class="panel-body stack">
{{#FAILED}}<div class="callout error"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#error"></use></svg><div>{{REASON}}{{#STATUS_SHOWN}} <span class="muted">Status {{STATUS}}.</span>{{/STATUS_SHOWN}} <bdi>{{SAID}}</bdi></div></div>
{{/FAILED}}{{#IS_REFUSAL}}<p class="muted">The model refused:</p>{{/IS_REFUSAL}}{{#ANSWER}}<div class="code"><pre tabindex="0">{{BI_NEWLINE}}{{TEXT:pre_escape}}</pre></div>{{/ANSWER}}
{{#TOOLS}}<p class="muted">It calls tools:</p>{{#TOOL}}<div class="code"><div class="code-head"><bdi class="mono">{{TOOL_NAME}}</bdi></div><pre tabindex="0">{{BI_NEWLINE}}{{ARGUMENTS:pre_escape}}</pre></div>
{{/TOOL}}{{/TOOLS}}
{{#CUT}}<p class="muted">The answer ends at the limit of its tokens.</p>{{/CUT}}
<dl class="facts">{{#INPUT}}<dt>Input</dt><dd>{{TOKENS}} tokens</dd>{{/INPUT}}{{#OUTPUT}}<dt>Output</dt><dd>{{TOKENS}} tokens</dd>{{/OUTPUT}}{{#TOOK}}<dt>Time</dt><dd>{{MS}} ms</dd>{{/TOOK}}{{#COST}}<dt>Cost</dt><dd>{{AMOUNT}}</dd>{{/COST}}</dl>
<details><summary>Request as it was sent</summary><div class="code"><pre tabindex="0">{{BI_NEWLINE}}{{REQUEST:pre_escape}}</pre></div></details>
{{#IS_DONE}}{{#MAY_SAVE}}<details><summary>Save as a case</summary><form class="form" method="post" action="{{RESULTS_URL}}/case"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="position" value="{{POSITION}}">
<div class="field"><label for="set-{{N}}">Test set</label><select id="set-{{N}}" name="set_id">{{#SET_OPTION}}<option value="{{VALUE}}">{{TEXT}}</option>{{/SET_OPTION}}</select><p class="hint">With what you filled in, and this answer as the expected text.</p></div>
<div class="field"><label for="case-{{N}}">Name <span class="optional">optional</span></label><input id="case-{{N}}" name="name" maxlength="200" dir="auto" autocomplete="off"></div>
<div class="form-actions"><button class="btn small">Save case</button></div></form></details>{{/MAY_SAVE}}{{/IS_DONE}}
</div></section>
{{/CALL}}</div>
