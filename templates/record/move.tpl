{{%AUTOESCAPE context="HTML"}}
{{! Before a label moves: what the move changes, and the form; filled by record_move_show(); SCOPE as record_scope.h says. }}
{{>SCOPE}}
<div class="stack moving">
{{>ERROR_SUMMARY}}
{{#MAY_GO}}<form class="form panel move" method="post" action="{{BASE}}/releases/{{#MAY_MOVE}}move{{/MAY_MOVE}}{{#ONLY_PROPOSE}}propose{{/ONLY_PROPOSE}}"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="label" value="{{LABEL_NAME}}"><input type="hidden" name="to_version" value="{{TO}}"><input type="hidden" name="seen" value="{{LABELS_SEEN}}"><input type="hidden" name="compared" value="1">
<p><span class="chip label{{LABEL_CLASS}}">{{LABEL_NAME}}</span> {{#MOVES_FROM}}moves from <a class="chip ver" href="{{BASE}}/versions/{{N}}">v{{N}}</a> to {{/MOVES_FROM}}{{#MOVES_FIRST}}goes on its first version, {{/MOVES_FIRST}}<a class="chip ver" href="{{BASE}}/versions/{{TO}}">v{{TO}}</a> {{CHANGE_MESSAGE}} <span class="muted">by {{AUTHOR}}{{#WHEN}}, <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/WHEN}}</span>{{#ONLY_PROPOSE}} <span class="muted">Someone else has to approve it.</span>{{/ONLY_PROPOSE}}</p>
<div class="field"><label for="reason">Reason <span class="optional">optional</span></label><input id="reason" name="reason" value="{{REASON}}" maxlength="500"{{#REASON_ERROR}} aria-invalid="true" aria-describedby="reason-error"{{/REASON_ERROR}}>{{#REASON_ERROR}}<p class="field-error" id="reason-error">{{MESSAGE}}</p>{{/REASON_ERROR}}</div>
<div class="form-actions"><button class="btn primary">{{MOVE_VERB}}</button><a class="btn quiet" href="{{BASE}}/releases">Cancel</a></div>
</form>{{/MAY_GO}}
{{>EVIDENCE}}
{{#BREAK_GLASS}}<section class="panel" aria-labelledby="glass-title"><div class="panel-head"><h2 id="glass-title">It can't wait</h2></div><div class="panel-body"><form class="form" method="post" action="{{BASE}}/releases/override"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="label" value="{{LABEL_NAME}}"><input type="hidden" name="to_version" value="{{TO}}"><input type="hidden" name="from_version" value="{{FROM_VERSION}}">
<p class="muted">You can move {{LABEL_NAME}} to v{{TO}} without the evidence. Rostrum tells everyone who may approve at once, and this {{NOUN}} stays marked until someone else has reviewed it.</p>
<div class="field"><label for="reason">Reason</label><input id="reason" name="reason" value="{{REASON}}" maxlength="500" required dir="auto" autocomplete="off"{{#REASON_ERROR}} aria-invalid="true" aria-describedby="reason-error"{{/REASON_ERROR}}>{{#REASON_ERROR}}<p class="field-error" id="reason-error">{{MESSAGE}}</p>{{/REASON_ERROR}}</div>
<div class="form-actions"><button class="btn danger">Move anyway</button><a class="btn quiet" href="{{BASE}}/releases">Cancel</a></div>
</form></div></section>{{/BREAK_GLASS}}
{{>AFFECTS}}
</div>
