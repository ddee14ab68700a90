{{%AUTOESCAPE context="HTML"}}
{{! The head of a record's pages with tabs; filled by record_strip_head(). }}
<div class="page-head record-head">
<div>
<p class="crumbs"><a href="{{LIST_URL}}">{{LIST_TITLE}}</a>{{#CRUMB}} / <a href="{{LIST_URL}}?folder={{CRUMB_PATH:url_query_escape}}">{{CRUMB_NAME}}</a>{{/CRUMB}}</p>
<div class="headline"><h1>{{LEAF}}</h1>{{#PICKER}}<details class="pop picker"><summary class="btn small">v{{SEEN_VERSION}}<span class="sr">, choose a version</span></summary><div class="pop-box"><ul class="pop-list">{{#PICK}}<li><a href="{{BASE}}/versions/{{PICK_VERSION}}"{{#PICKED}} aria-current="true"{{/PICKED}}><span class="picked" dir="auto">v{{PICK_VERSION}} {{PICK_MESSAGE}}</span>{{#PICK_LABEL}} <small>{{LABEL_NAME}}</small>{{/PICK_LABEL}}</a></li>{{/PICK}}</ul><a class="btn small" href="{{BASE}}/versions">All versions</a></div></details>{{/PICKER}}</div>
<div class="meta"><span><span class="chip ver">v{{CURRENT_VERSION}}</span> by {{SAVED_BY}}{{#SAVED_AT}}, <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/SAVED_AT}}</span>{{#FACET}}<span class="chip">{{FACET_NAME}}</span>{{/FACET}}{{#LAST_CHANGE}}<span>{{LAST_WHAT}} by {{LAST_BY}}, <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></span>{{/LAST_CHANGE}}{{#WAS_UPDATED}}<span>Updated <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></span>{{/WAS_UPDATED}}</div>
</div>
<div class="actions">
{{#MAY_EDIT}}<a class="btn{{#EDIT_FIRST}} primary{{/EDIT_FIRST}}" href="{{BASE}}/edit"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#edit"></use></svg>Edit</a>{{/MAY_EDIT}}
{{#REVIEW}}<a class="btn primary" href="{{BASE}}/releases/{{WAITING_ID}}"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#diff"></use></svg>Review</a>{{/REVIEW}}
{{#RELEASE}}<a class="btn primary" href="{{BASE}}/releases/change?label=production&amp;to_version={{SEEN_VERSION}}"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#label"></use></svg>{{RELEASE_VERB}} v{{SEEN_VERSION}}</a>{{/RELEASE}}
{{#MAY_RESTORE}}<form class="inline" method="post" action="{{BASE}}/restore"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn primary"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#restore"></use></svg>Restore</button></form>{{/MAY_RESTORE}}
{{#RECORD_MENU}}<details class="more"><summary class="btn icon-only"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#more"></use></svg><span class="sr">More actions</span></summary><ul class="menu-items">
{{#MAY_FOLLOW}}<li><form method="post" action="{{BASE}}/follow"><input type="hidden" name="csrf" value="{{CSRF}}"><button><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#bell"></use></svg>Follow</button></form></li>{{/MAY_FOLLOW}}
{{#MAY_UNFOLLOW}}<li><form method="post" action="{{BASE}}/unfollow"><input type="hidden" name="csrf" value="{{CSRF}}"><button><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#bell-off"></use></svg>Unfollow</button></form></li>{{/MAY_UNFOLLOW}}
{{#MAY_COPY}}<li><a href="{{LIST_URL}}/new?from={{RECORD_ID:url_query_escape}}"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#copy"></use></svg>Copy</a></li>{{/MAY_COPY}}
{{#MAY_EXPORT}}<li><a href="{{BASE}}/export"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#download"></use></svg>Export</a></li>{{/MAY_EXPORT}}
{{#MAY_EXPORT_AS}}<li><a href="{{BASE}}/exports"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#download"></use></svg>Export</a></li>{{/MAY_EXPORT_AS}}
{{#HAS_TOKENS}}<li><a href="{{BASE}}/tokens"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#key"></use></svg>API tokens</a></li>{{/HAS_TOKENS}}
{{#HAS_CARD}}<li><a href="{{BASE}}/card"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#link"></use></svg>Agent card</a></li>{{/HAS_CARD}}
{{#MAY_TRANSFER}}<li><a href="{{BASE}}/transfer"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#transfer"></use></svg>Transfer</a></li>{{/MAY_TRANSFER}}
{{#MAY_STOP}}<li><a class="danger" href="{{BASE}}/stop{{#SEEN_ONE}}?version={{SEEN_VERSION}}{{/SEEN_ONE}}"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#stop"></use></svg>Stop</a></li>{{/MAY_STOP}}
{{#MAY_ARCHIVE}}<li><form method="post" action="{{BASE}}/archive"><input type="hidden" name="csrf" value="{{CSRF}}"><button><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#archive"></use></svg>Archive</button></form></li>{{/MAY_ARCHIVE}}
{{#MAY_DELETE}}<li><a class="danger" href="{{BASE}}/delete"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#trash"></use></svg>Delete</a></li>{{/MAY_DELETE}}
</ul></details>{{/RECORD_MENU}}
</div>
{{>STRIP}}
</div>
<nav class="tabs" aria-label="This {{NOUN}}"><a href="{{BASE}}"{{#AT_RECORD}} aria-current="page"{{/AT_RECORD}}>{{NOUN_TITLE}}</a><a href="{{BASE}}/versions"{{#AT_VERSIONS}} aria-current="page"{{/AT_VERSIONS}}>Versions<small>{{VERSION_COUNT}}</small></a><a href="{{BASE}}/releases"{{#AT_RELEASES}} aria-current="page"{{/AT_RELEASES}}>Releases</a>{{#HAS_TESTS}}<a href="{{BASE}}/tests"{{#AT_TESTS}} aria-current="page"{{/AT_TESTS}}>Tests</a>{{/HAS_TESTS}}<a href="{{BASE}}/used-by"{{#AT_USED_BY}} aria-current="page"{{/AT_USED_BY}}>Used by<small>{{USE_COUNT}}</small></a><a href="{{BASE}}/activity"{{#AT_ACTIVITY}} aria-current="page"{{/AT_ACTIVITY}}>Activity</a>{{#HAS_REGISTER}}<a href="{{BASE}}/register"{{#AT_REGISTER}} aria-current="page"{{/AT_REGISTER}}>Register</a>{{/HAS_REGISTER}}{{#HAS_PREVIEW}}<a href="{{BASE}}/preview"{{#AT_PREVIEW}} aria-current="page"{{/AT_PREVIEW}}>Preview</a>{{/HAS_PREVIEW}}</nav>
{{#IS_OFF}}<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#stop"></use></svg><div><strong>{{OFF_WORDS}}</strong> <a href="{{OFF_URL}}">Why, and how it goes on</a></div></div>{{/IS_OFF}}
{{>BREAKS_PART}}
