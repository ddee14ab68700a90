{{%AUTOESCAPE context="HTML"}}
{{! All organizations. Q as typed; TABLE, NOTHING, FROM_START, MORE (URL). Includes ORGANIZATION_TABLE. }}
<div class="page-head"><div><h1>Organizations</h1><p class="lead">To see what is in an organization, enter it. Entering is recorded in both audit logs, and every page that you look at there in its own.</p></div><div class="actions"><a class="btn primary" href="/organizations/new"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#plus"></use></svg>New organization</a></div></div>
<form class="filters" method="get" action="/organizations" role="search">
<div class="search"><label for="q">Search</label><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#search"></use></svg><input id="q" name="q" type="search" value="{{Q}}" maxlength="120" placeholder="Part of a name"><kbd hidden>f</kbd></div>
<button class="btn">Search</button>
</form>
{{#TABLE}}{{>ORGANIZATION_TABLE}}{{/TABLE}}
{{#NOTHING}}<section class="empty"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#search"></use></svg><h2>No organization matches</h2><p>Try a shorter part of its name.</p><div class="actions"><a class="btn" href="/organizations">All organizations</a></div></section>{{/NOTHING}}
<nav class="pager" aria-label="Pages">{{#FROM_START}}<a class="btn small" href="/organizations">First page</a>{{/FROM_START}}{{#MORE}}<a class="btn small" rel="next" href="{{URL}}">Next<svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#right"></use></svg></a>{{/MORE}}</nav>
