"""Offers of statements → a generation in the cluster that serves in place of the one before.

One machine (`writer`) takes the publisher's lock, begins a generation, loads the statements that
the serving one lacks, and publishes: term counts and name tables are written beside them, a sample
is compared, the alias is moved (`publisher`). Several machines (`part_writer`) need no lock for it:

1. all are offered the same statements, and derive the same build name from them (`build_part`);
2. the first to note that name in PREFIX-work decides which generation it is (`shared_builds`);
3. each notes in the sidecar that its part is begun, loads its share of the statements, writes their
   term counts, and notes that the part is done; a part that was stopped is run again;
4. the one that finds no part missing takes the lock, adds the counts up and publishes as above.

Other publishers sweep unfinished generations, but those of noted builds only after seven days.
"""
