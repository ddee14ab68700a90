{{%AUTOESCAPE context="HTML"}}
{{! Before a record is archived that others use; filled by page_record_archive_post(). }}
{{>HEAD}}
<form class="form" method="post" action="{{BASE}}/archive">
<input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="accept" value="1">
<div class="callout warning" role="alert"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div><strong>{{WHY}}</strong> They keep working with it as it is, but lists no longer offer it.</div></div>
<section><h2>Used by</h2>{{>USED}}</section>
<div class="form-actions"><button class="btn primary">Archive anyway</button><a class="btn quiet" href="{{BASE}}">Cancel</a></div>
</form>
