{{%AUTOESCAPE context="HTML"}}
{{! All organizations. Q and NAME as typed; TABLE, NOTHING, FROM_START, MORE (URL). Includes ORGANIZATION_TABLE, ERROR_SUMMARY. }}
<div class="page-head"><div><h1>Organizations</h1><p class="lead">To see what is in an organization, enter it. Entering is recorded in both audit logs.</p></div></div>
<form class="filters" method="get" action="/organizations" role="search">
<div class="search"><label for="q">Search</label><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#search"></use></svg><input id="q" name="q" type="search" value="{{Q}}" maxlength="120" placeholder="Part of a name"><kbd hidden>f</kbd></div>
<button class="btn">Search</button>
</form>
{{#TABLE}}{{>ORGANIZATION_TABLE}}{{/TABLE}}
{{#NOTHING}}<section class="empty"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#search"></use></svg><h2>No organization matches</h2><p>Try a shorter part of its name.</p><div class="actions"><a class="btn" href="/organizations">All organizations</a></div></section>{{/NOTHING}}
<nav class="pager" aria-label="Pages">{{#FROM_START}}<a class="btn small" href="/organizations">First page</a>{{/FROM_START}}{{#MORE}}<a class="btn small" rel="next" href="{{URL}}">Next<svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#right"></use></svg></a>{{/MORE}}</nav>
<section class="panel"><div class="panel-head"><h2>New organization</h2></div><div class="panel-body">
<form class="form" method="post" action="/organizations">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{>ERROR_SUMMARY}}
<div class="field"><label for="name">Name</label><input id="name" name="name" value="{{NAME}}" maxlength="120" autocomplete="off" required{{#NAME_ERROR}} aria-invalid="true" aria-describedby="name-error"{{/NAME_ERROR}}>{{#NAME_ERROR}}<p class="field-error" id="name-error">{{MESSAGE}}</p>{{/NAME_ERROR}}</div>
<div class="form-actions"><button class="btn primary">Create organization</button></div>
</form>
</div></section>
