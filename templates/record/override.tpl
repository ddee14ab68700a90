{{%AUTOESCAPE context="HTML"}}
{{! A label that was moved although its rule was not met; filled by page_label_override(). }}
{{>HEAD}}
<div class="stack">
{{>ERROR_SUMMARY}}
<section class="panel" aria-labelledby="override-title"><div class="panel-head"><h2 class="from-to" id="override-title"><span class="chip label{{LABEL_CLASS}}">{{LABEL_NAME}}</span> {{#FROM}}<a class="chip ver" href="{{BASE}}/versions/{{N}}">v{{N}}</a>{{/FROM}}{{#IS_FIRST}}<span class="muted">not set</span>{{/IS_FIRST}} <span aria-hidden="true">→</span><span class="sr">to</span> {{#TO}}<a class="chip ver" href="{{BASE}}/versions/{{N}}">v{{N}}</a>{{/TO}}</h2>{{#IS_OPEN}}<span class="chip state bad">Not reviewed</span>{{/IS_OPEN}}{{#REVIEWED}}<span class="chip state">Reviewed</span>{{/REVIEWED}}</div><div class="panel-body stack">
<p class="said" dir="auto">{{REASON}}</p>
<p class="muted">{{MOVED_BY}} moved it{{#WHEN}} <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/WHEN}}, although this was missing:</p>
<p>{{MISSING}}</p>
{{#REVIEWED}}<div class="outcome"><p>Reviewed by {{REVIEWED_BY}}{{#REVIEWED_AT}} <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/REVIEWED_AT}}</p><p class="said" dir="auto">{{REVIEW}}</p></div>{{/REVIEWED}}
{{#WAITS_FOR_OTHERS}}<p class="muted">Someone else with the right to approve has to review it.</p>{{/WAITS_FOR_OTHERS}}
</div></section>
{{#MAY_REVIEW}}<form class="form" method="post" action="{{BASE}}/overrides/{{OVERRIDE_ID}}/review"><input type="hidden" name="csrf" value="{{CSRF}}">
<div class="field"><label for="review">What you found</label><input id="review" name="review" value="{{TYPED}}" maxlength="500" required dir="auto" autocomplete="off"{{#REVIEW_ERROR}} aria-invalid="true" aria-describedby="review-error"{{/REVIEW_ERROR}}>{{#REVIEW_ERROR}}<p class="field-error" id="review-error">{{MESSAGE}}</p>{{/REVIEW_ERROR}}</div>
<div class="form-actions"><button class="btn primary">Mark as reviewed</button><a class="btn quiet" href="{{BASE}}/releases">Releases</a></div>
</form>{{/MAY_REVIEW}}
</div>
