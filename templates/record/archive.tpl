{{%AUTOESCAPE context="HTML"}}
{{! Before a record is archived that is live or used by others, and where it can't be; filled by page_record_archive_post(). }}
{{>HEAD}}
<form class="form" method="post" action="{{BASE}}/archive">
<input type="hidden" name="csrf" value="{{CSRF}}">{{#MAY_GO_ON}}<input type="hidden" name="accept" value="1">{{/MAY_GO_ON}}
<div class="callout warning" role="alert"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div><strong>{{WHY}}</strong>{{#MAY_GO_ON}} Its versions and labels stay, and what uses it keeps working. Lists no longer offer it, and the pages of those who refer to it say that it is archived.{{/MAY_GO_ON}}</div></div>
<section aria-labelledby="used-title"><h2 id="used-title">Used by</h2>{{>USED}}</section>
<section aria-labelledby="fetchers-title"><h2 id="fetchers-title">Who fetched it lately</h2>{{>FETCHERS}}</section>
<div class="form-actions">{{#MAY_GO_ON}}<button class="btn danger primary">Archive anyway</button>{{/MAY_GO_ON}}<a class="btn quiet" href="{{BASE}}">Cancel</a></div>
</form>
