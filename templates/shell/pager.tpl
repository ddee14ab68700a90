{{%AUTOESCAPE context="HTML"}}
{{! Keyset paging. PAGER is shown if there is more than one page; PAGER_NOTE (section: PAGER_TEXT) says where one is;
NEWER_URL and OLDER_URL are sections that hold URL; a hidden one is a dead end. }}
{{#PAGER}}<nav class="pager" aria-label="Pages">
{{#PAGER_NOTE}}<span>{{PAGER_TEXT}}</span>{{/PAGER_NOTE}}
{{#NEWER_URL}}<a class="btn small" rel="prev" href="{{URL}}"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#left"></use></svg>Newer</a>{{/NEWER_URL}}
{{#OLDER_URL}}<a class="btn small" rel="next" href="{{URL}}">Older<svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#right"></use></svg></a>{{/OLDER_URL}}
</nav>{{/PAGER}}
