{{%AUTOESCAPE context="HTML"}}
{{! Withdrawing the key of a runner: as a RUNNER of list.tpl. }}
<div class="page-head">
<div>
<p class="crumbs"><a href="/settings/runners">Runners</a></p>
<h1>Withdraw runner?</h1>
</div>
</div>
<form class="form" method="post" action="/settings/runners/{{ID}}/withdraw">
<input type="hidden" name="csrf" value="{{CSRF}}">
<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div>Answers that <bdi>{{NAME}}</bdi> signed and that are not uploaded yet are no longer accepted. Runs that it carried out stay as they are. This can’t be undone.</div></div>
<p class="hint">Key <code class="wrap">{{PUBLIC_KEY}}</code></p>
<div class="form-actions"><button class="btn danger primary">Withdraw runner</button><a class="btn quiet" href="/settings/runners">Cancel</a></div>
</form>
