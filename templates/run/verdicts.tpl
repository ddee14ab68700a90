{{%AUTOESCAPE context="HTML"}}
{{! Verdicts one after the other (run_view_row): LAST (LAST_CASE LAST_URL LAST_STATE, LAST_JUDGED, JUDGE_SAID), LEFT or NONE_LEFT, NEXT (CASE_ID CASE_NAME), what run_material sets, VERDICT_FORM. Includes HEAD. }}
{{>HEAD}}
<div class="stack">
<div class="section-head"><h2>Is the answer right?</h2><div class="actions"><a class="btn small" href="{{RUN_URL}}">Back to the run</a></div></div>
{{#LAST}}<div class="callout info"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#info"></use></svg><div>You {{LAST_STATE}} <a href="{{LAST_URL}}" class="mono">{{LAST_CASE}}</a>.{{#LAST_JUDGED}} The judge {{LAST_JUDGE}} it{{#DIFFERS}}, so you differ{{/DIFFERS}}.{{/LAST_JUDGED}}{{#JUDGE_SAID}}{{#JUDGE_ANSWER}} <bdi>{{ANSWER_REASON}}</bdi>{{/JUDGE_ANSWER}}{{/JUDGE_SAID}}</div></div>{{/LAST}}
{{#NONE_LEFT}}<section class="empty"><h2>Every answer has a verdict</h2><p>There is nothing left to look at in this run.</p></section>{{/NONE_LEFT}}
{{#NEXT}}<div class="section-head"><h3><span class="mono">{{CASE_ID}}</span> <bdi>{{CASE_NAME}}</bdi></h3></div>
<p class="muted">{{LEFT}} without a verdict. What the judge says is shown after yours.</p>{{/NEXT}}
{{#VARIABLE}}<div class="code"><div class="code-head"><code>{{VARIABLE_NAME}}</code></div><pre tabindex="0">{{BI_NEWLINE}}{{VARIABLE_VALUE:pre_escape}}</pre></div>
{{/VARIABLE}}{{#MESSAGES}}<div class="code"><div class="code-head">Messages</div><pre tabindex="0">{{BI_NEWLINE}}{{JSON:pre_escape}}</pre></div>{{/MESSAGES}}
{{#EXPECTED}}<div class="code"><div class="code-head">Expected</div><pre tabindex="0">{{BI_NEWLINE}}{{TEXT:pre_escape}}</pre></div>{{/EXPECTED}}
{{#NOTE}}<p>{{TEXT}}</p>{{/NOTE}}
{{#IS_REFUSAL}}<p class="muted">The model refused:</p>{{/IS_REFUSAL}}{{#ANSWER}}<div class="code"><div class="code-head">Output</div><pre tabindex="0">{{BI_NEWLINE}}{{TEXT:pre_escape}}</pre></div>{{/ANSWER}}{{#TOOLS}}<div class="code"><div class="code-head">Tool calls</div><pre tabindex="0">{{BI_NEWLINE}}{{JSON:pre_escape}}</pre></div>{{/TOOLS}}
{{#VERDICT_FORM}}<form class="form" method="post" action="{{VERDICT_URL}}"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="seen" value="{{SEEN}}"><input type="hidden" name="way" value="walk">
<div class="field"><label for="why">Reason <span class="optional">optional</span></label><textarea class="few" id="why" name="why" rows="2"></textarea></div>
<div class="form-actions"><button class="btn" name="verdict" value="pass">Pass</button><button class="btn" name="verdict" value="fail">Fail</button></div></form>{{/VERDICT_FORM}}
</div>
