{{%AUTOESCAPE context="HTML"}}
{{! What is stopped of a record, and stopping it; filled by page_record_stop(): STOP and PAST (STOP_ID STOPPED_WHAT STOPPED_WHY STOPPED_BY, STOPPED; ENDED_TOKENS; WAITS, APPROVED, MAY_ASK; RESUMED_BY, RESUMED), MAY_STOP (WHAT_OPTION, TOKENS_END). Includes USED, FETCHERS and ERROR_SUMMARY. }}
{{>HEAD}}
<div class="stack">
{{>ERROR_SUMMARY}}
{{#STOP}}<section class="panel" aria-labelledby="stop-{{STOP_ID}}"><div class="panel-head"><h2 id="stop-{{STOP_ID}}">{{STOPPED_WHAT}}</h2><span class="chip state stopped">Stopped</span></div><div class="panel-body stack">
<p class="said" dir="auto">{{STOPPED_WHY}}</p>
<p class="muted">By {{STOPPED_BY}}{{#STOPPED}} <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/STOPPED}}.{{#ENDED_TOKENS}} {{COUNTED}} ended with it, and will not come back.{{/ENDED_TOKENS}}</p>
{{#WAITS}}<div class="callout"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#info"></use></svg><div><p><strong>{{ASKED_BY}} asked to resume it{{#ASKED}} <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/ASKED}}.</strong> <span dir="auto">{{ASKED_REASON}}</span></p>{{#IS_OWN}}<p>Another person has to confirm it.</p>{{/IS_OWN}}{{#REQUEST}}<p><a href="{{REQUEST_URL}}">See the request, to reject or withdraw it</a></p>{{/REQUEST}}{{#EXPIRES}}<p class="muted">Until <time datetime="{{ISO}}">{{EXACT}}</time></p>{{/EXPIRES}}</div></div>
{{#MAY_CONFIRM}}<form class="form" method="post" action="{{BASE}}/stops/{{STOP_ID}}/confirm"><input type="hidden" name="csrf" value="{{CSRF}}"><div class="field"><label for="confirm-{{STOP_ID}}">Comment <span class="optional">optional</span></label><input id="confirm-{{STOP_ID}}" name="reason" maxlength="500" dir="auto" autocomplete="off"></div><div class="form-actions"><button class="btn primary">Confirm and resume</button></div></form>{{/MAY_CONFIRM}}{{/WAITS}}
{{#APPROVED}}<form class="inline" method="post" action="{{BASE}}/stops/{{STOP_ID}}/resume"><input type="hidden" name="csrf" value="{{CSRF}}"><p>Another person has agreed.</p><button class="btn primary">Resume</button></form>{{/APPROVED}}
{{#MAY_ASK}}<details><summary>Ask to resume<span class="sr">: {{STOPPED_WHAT}}</span></summary><form class="form" method="post" action="{{BASE}}/stops/{{STOP_ID}}/ask"><input type="hidden" name="csrf" value="{{CSRF}}"><div class="field"><label for="ask-{{STOP_ID}}">Why can it go on?</label><input id="ask-{{STOP_ID}}" name="reason" maxlength="500" required dir="auto" autocomplete="off"></div><div class="form-actions"><button class="btn">Ask to resume</button></div></form></details>{{/MAY_ASK}}
</div></section>
{{/STOP}}
{{#MAY_STOP}}<form class="form" method="post" action="{{BASE}}/stops"><input type="hidden" name="csrf" value="{{CSRF}}">
<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#stop"></use></svg><div><p><strong>From the next request on, no program is given what you stop.</strong> The API, Langfuse, MCP and agent cards answer that it is stopped. {{#NOT_PROMPT}}Labels of a stopped {{NOUN}} can't be moved. {{/NOT_PROMPT}}A stopped version takes everything that uses it along, until its label is moved to another version.</p>{{#TOKENS_END}}<p>{{COUNTED}} of this {{NOUN}} end when it is stopped as a whole. They do not come back.</p>{{/TOKENS_END}}<p>People go on seeing and changing it. To resume it, one person asks and another confirms.</p></div></div>
<div class="field"><label for="version">What to stop</label><select id="version" name="version"{{#VERSION_ERROR}} aria-invalid="true" aria-describedby="version-error"{{/VERSION_ERROR}}>{{#WHAT_OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TEXT}}</option>{{/WHAT_OPTION}}</select>{{#VERSION_ERROR}}<p class="field-error" id="version-error">{{MESSAGE}}</p>{{/VERSION_ERROR}}</div>
<div class="field"><label for="reason">Reason</label><input id="reason" name="reason" value="{{REASON}}" maxlength="500" required dir="auto" autocomplete="off"{{#REASON_ERROR}} aria-invalid="true" aria-describedby="reason-error"{{/REASON_ERROR}}>{{#REASON_ERROR}}<p class="field-error" id="reason-error">{{MESSAGE}}</p>{{/REASON_ERROR}}</div>
<div class="form-actions"><button class="btn danger primary">Stop</button><a class="btn quiet" href="{{BASE}}">Cancel</a></div>
</form>{{/MAY_STOP}}
<section aria-labelledby="copies-title"><h2 id="copies-title">Copies that may still be in use</h2>{{>FETCHERS}}</section>
<section aria-labelledby="used-title"><h2 id="used-title">Used by</h2>{{>USED}}</section>
{{#HAS_PAST}}<section aria-labelledby="past-title"><h2 id="past-title">Earlier stops</h2><ul class="rows">{{/HAS_PAST}}
{{#PAST}}<li><b>{{STOPPED_WHAT}}</b> <span dir="auto">{{STOPPED_WHY}}</span> <span class="muted">Stopped by {{STOPPED_BY}}{{#STOPPED}} <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/STOPPED}}; resumed by {{RESUMED_BY}}{{#RESUMED}} <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/RESUMED}}</span></li>
{{/PAST}}{{#HAS_PAST}}</ul></section>{{/HAS_PAST}}
</div>
