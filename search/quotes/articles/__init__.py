"""An article → its quotations, who is said to have said them, and their verdicts."""
