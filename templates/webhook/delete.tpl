{{%AUTOESCAPE context="HTML"}}
{{! Deleting a webhook: as webhook_view() has it. }}
<div class="page-head">
<div>
<p class="crumbs"><a href="/settings/webhooks/{{ID}}"><bdi>{{SHORT_URL}}</bdi></a></p>
<h1>Delete webhook?</h1>
</div>
</div>
<form class="form" method="post" action="/settings/webhooks/{{ID}}/delete">
<input type="hidden" name="csrf" value="{{CSRF}}">
<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div>Nothing is sent to <bdi>{{URL}}</bdi> any more, not even what waits. Its secret and its deliveries are deleted.</div></div>
<div class="form-actions"><button class="btn danger primary">Delete webhook</button><a class="btn quiet" href="/settings/webhooks/{{ID}}">Cancel</a></div>
</form>
