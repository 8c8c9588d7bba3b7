"""Forms sent to the site in; saved queries kept, renamed, deleted, marked as seen."""
