"""Questions of an assistant in; answers out of which nothing can be misquoted unnoticed.

Every answer says whose words they are and how that is known, links the text it holds by its
version, credits it, and tells what was not searched.
"""
