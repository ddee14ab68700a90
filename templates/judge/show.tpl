{{%AUTOESCAPE context="HTML"}}
{{! A prompt as a judge: NO_JUDGE, or JUDGE (each version on each model: JUDGE_VERSION JUDGE_ENDPOINT JUDGE_MODEL JUDGE_STATE JUDGE_CLASS VERDICT_COUNT, NOT_YET, RATES, HAS_DISPUTES with DISPUTE, HIDDEN, OLDER), FLOOR_NOW VERDICTS_MIN, FLOOR_FORM. Includes HEAD. }}
{{>HEAD}}
<div class="stack">
<p class="muted">A judge decides once people have given {{VERDICTS_MIN}} verdicts on what it judged, and it agrees with at least {{FLOOR_NOW}} of them. Until then it advises. A change of its text, endpoint or model starts over.</p>
{{#NO_JUDGE}}<section class="empty"><h2>This prompt has not judged yet</h2><p>Name it as the judge in the settings of a test set, and run the tests.</p></section>{{/NO_JUDGE}}
{{#JUDGE}}<section class="panel"><div class="panel-head"><h2>v{{JUDGE_VERSION}} on <bdi>{{JUDGE_ENDPOINT}}</bdi> · <bdi class="mono">{{JUDGE_MODEL}}</bdi></h2><span class="chip state{{JUDGE_CLASS}}">{{JUDGE_STATE}}</span></div><div class="panel-body stack">
{{#NOT_YET}}<p>{{WHY}}</p>{{/NOT_YET}}
<dl class="facts"><dt>Verdicts</dt><dd>{{VERDICT_COUNT}}</dd>{{#RATES}}<dt>Agreement</dt><dd>{{AGREEMENT}}</dd><dt>Base rate</dt><dd>{{BASE_RATE}} <span class="muted">agreement of a judge that always says what people say most often</span></dd><dt>Kappa</dt><dd>{{KAPPA}} <span class="muted">0 is chance, 1 is full agreement</span></dd><dt>Judge passed, people failed</dt><dd>{{ONLY_JUDGE}}</dd><dt>Judge failed, people passed</dt><dd>{{ONLY_PEOPLE}}</dd>{{/RATES}}</dl>
{{#HAS_DISPUTES}}<div><h3>Where people and the judge differ</h3>
<ul class="rows">{{#DISPUTE}}<li><a class="mono" href="{{DISPUTE_URL}}">{{DISPUTE_CASE}}</a> of <bdi>{{DISPUTE_RECORD}}</bdi>: the judge {{DISPUTE_JUDGE}} it, a person {{DISPUTE_PERSON}} it{{#DISPUTE_WHEN}}, <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/DISPUTE_WHEN}}.</li>
{{/DISPUTE}}</ul>{{#HIDDEN}}<p class="muted">They also differ on {{HIDDEN_COUNT}} of records that you can't read.</p>{{/HIDDEN}}{{#OLDER}}<p class="muted">Older ones are not listed.</p>{{/OLDER}}</div>{{/HAS_DISPUTES}}</div></section>
{{/JUDGE}}
{{#FLOOR_FORM}}<section class="panel" aria-labelledby="floor-title"><div class="panel-head"><h2 id="floor-title">Least agreement</h2></div><div class="panel-body"><form class="form" method="post" action="{{BASE}}/judge"><input type="hidden" name="csrf" value="{{CSRF}}">
<div class="field"><label for="floor">Of verdicts, in percent</label><input class="short" id="floor" name="floor" inputmode="decimal" value="{{FLOOR}}" maxlength="6" required autocomplete="off" aria-describedby="floor-hint{{#FLOOR_ERROR}} floor-error{{/FLOOR_ERROR}}"{{#FLOOR_ERROR}} aria-invalid="true"{{/FLOOR_ERROR}}>{{#FLOOR_ERROR}}<p class="field-error" id="floor-error">{{MESSAGE}}</p>{{/FLOOR_ERROR}}<p class="hint" id="floor-hint">It holds for all judges of the organization, and for runs that are over as well.</p></div>
<div class="form-actions"><button class="btn">Change least agreement</button></div></form></div></section>{{/FLOOR_FORM}}
</div>
