{{%AUTOESCAPE context="HTML"}}
{{! Before a label is removed by which others refer; filled by page_label_remove_post(). }}
{{>HEAD}}
<form class="form" method="post" action="{{BASE}}/releases/remove">
<input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="seen" value="{{LABELS_SEEN}}"><input type="hidden" name="label" value="{{LABEL_NAME}}"><input type="hidden" name="accept" value="1">
<div class="callout warning" role="alert"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div><strong>{{WHY}}</strong></div></div>
{{#HAS_FOLLOWERS}}<section><h2>Follows {{LABEL_NAME}}</h2>{{>USED}}</section>{{/HAS_FOLLOWERS}}
{{#LEAVES}}<section aria-labelledby="fetchers-title"><h2 id="fetchers-title">Who fetched v{{N}} lately</h2>{{>FETCHERS}}</section>{{/LEAVES}}<p class="muted">What uses it by another label or a fixed version stays as it is. The label can be set again at any time.</p>
<div class="form-actions"><button class="btn danger primary">Remove label anyway</button><a class="btn quiet" href="{{BASE}}/releases">Cancel</a></div>
</form>
